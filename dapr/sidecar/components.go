package main

import (
	"github.com/dapr/components-contrib/bindings/cron"
	"github.com/dapr/components-contrib/bindings/localstorage"
	"github.com/dapr/components-contrib/bindings/smtp"
	nrkubernetes "github.com/dapr/components-contrib/nameresolution/kubernetes"
	"github.com/dapr/components-contrib/nameresolution/mdns"
	"github.com/dapr/components-contrib/nameresolution/nameformat"
	"github.com/dapr/components-contrib/nameresolution/sqlite"
	"github.com/dapr/components-contrib/pubsub/rabbitmq"
	pubsubredis "github.com/dapr/components-contrib/pubsub/redis"
	secretskubernetes "github.com/dapr/components-contrib/secretstores/kubernetes"
	"github.com/dapr/components-contrib/secretstores/local/env"
	"github.com/dapr/components-contrib/secretstores/local/file"
	"github.com/dapr/components-contrib/state/postgresql/v2"
	stateredis "github.com/dapr/components-contrib/state/redis"

	"github.com/dapr/dapr/pkg/components/bindings"
	"github.com/dapr/dapr/pkg/components/configuration"
	"github.com/dapr/dapr/pkg/components/conversation"
	"github.com/dapr/dapr/pkg/components/crypto"
	"github.com/dapr/dapr/pkg/components/lock"
	middleware "github.com/dapr/dapr/pkg/components/middleware/http"
	"github.com/dapr/dapr/pkg/components/nameresolution"
	"github.com/dapr/dapr/pkg/components/pubsub"
	"github.com/dapr/dapr/pkg/components/secretstores"
	"github.com/dapr/dapr/pkg/components/state"
	"github.com/dapr/dapr/pkg/runtime/registry"
	"github.com/dapr/kit/logger"
)

// components is the whole catalogue of this distribution: what is not registered here cannot be configured.
// A building block without an entry (locks, workflows, ...) keeps its empty registry, which the runtime needs.
func components(log logger.Logger) *registry.Options {
	pubsubs := pubsub.NewRegistry()
	pubsubs.Logger = log
	pubsubs.RegisterComponent(pubsubredis.NewRedisStreams, "redis")
	pubsubs.RegisterComponent(rabbitmq.NewRabbitMQ, "rabbitmq")

	states := state.NewRegistry()
	states.Logger = log
	states.RegisterComponent(stateredis.NewRedisStateStore, "redis")
	states.RegisterComponent(postgresql.NewPostgreSQLStateStore, "postgresql/v2")

	secrets := secretstores.NewRegistry()
	secrets.Logger = log
	secrets.RegisterComponent(file.NewLocalSecretStore, "local.file")
	secrets.RegisterComponent(env.NewEnvSecretStore, "local.env")
	secrets.RegisterComponent(secretskubernetes.NewKubernetesSecretStore, "kubernetes")

	resolvers := nameresolution.NewRegistry()
	resolvers.Logger = log
	resolvers.RegisterComponent(sqlite.NewResolver, "sqlite")
	resolvers.RegisterComponent(mdns.NewResolver, "mdns")
	resolvers.RegisterComponent(nameformat.NewResolver, "nameformat")
	resolvers.RegisterComponent(nrkubernetes.NewResolver, "kubernetes")

	externals := bindings.NewRegistry()
	externals.Logger = log
	externals.RegisterInputBinding(cron.NewCron, "cron")
	externals.RegisterOutputBinding(localstorage.NewLocalStorage, "localstorage")
	externals.RegisterOutputBinding(smtp.NewSMTP, "smtp")

	return registry.NewOptions().
		WithPubSubs(pubsubs).
		WithStateStores(states).
		WithSecretStores(secrets).
		WithNameResolutions(resolvers).
		WithBindings(externals).
		WithConfigurations(configuration.NewRegistry()).
		WithLocks(lock.NewRegistry()).
		WithCryptoProviders(crypto.NewRegistry()).
		WithHTTPMiddlewares(middleware.NewRegistry()).
		WithConversations(conversation.NewRegistry())
}
