package main

import (
	"context"

	"go.opencensus.io/stats/view"

	"github.com/dapr/dapr/cmd/daprd/options"
	"github.com/dapr/dapr/pkg/healthz"
	"github.com/dapr/dapr/pkg/metrics"
	"github.com/dapr/dapr/pkg/modes"
	"github.com/dapr/dapr/pkg/runtime"
	"github.com/dapr/dapr/pkg/runtime/registry"
	"github.com/dapr/dapr/pkg/security"
	"github.com/dapr/kit/concurrency"
)

// runOnce runs one generation of the runtime, together with the provider of its certificates, until ctx ends or one of
// the two fails.
func runOnce(ctx context.Context, opts *options.Options, catalogue *registry.Options) error {
	health := healthz.New()
	provider, err := security.New(ctx, security.Options{
		AppID:                   opts.AppID,
		Mode:                    modes.DaprMode(opts.Mode),
		MTLSEnabled:             opts.EnableMTLS,
		SentryAddress:           opts.SentryAddress,
		TrustAnchors:            opts.TrustAnchors,
		ControlPlaneTrustDomain: opts.ControlPlaneTrustDomain,
		ControlPlaneNamespace:   opts.ControlPlaneNamespace,
		JwtAudiences:            opts.SentryRequestJwtAudiences,
		Healthz:                 health,
	})
	if err != nil {
		return err
	}

	run := func(ctx context.Context) error {
		handler, err := provider.Handler(ctx)
		if err != nil {
			return err
		}
		config := runtimeConfig(opts)
		config.Healthz = health
		config.Security = handler
		config.Registry = catalogue
		config.Metrics = metrics.Options{
			Enabled:       opts.Metrics.Enabled(),
			Port:          opts.Metrics.Port(),
			ListenAddress: opts.Metrics.ListenAddress(),
			Namespace:     metrics.DefaultMetricNamespace,
			Meter:         view.NewMeter(),
			Healthz:       health,
			Log:           runtimeLog,
		}
		sidecar, err := runtime.FromConfig(ctx, config)
		if err != nil {
			return err
		}
		return sidecar.Run(ctx)
	}
	return concurrency.NewRunnerManager(provider.Run, run).Run(ctx)
}

// runtimeConfig hands every flag to the runtime; a field missing here would be a flag without effect.
func runtimeConfig(opts *options.Options) *runtime.Config {
	return &runtime.Config{
		// Identity and resources
		AppID:                      opts.AppID,
		Mode:                       opts.Mode,
		Config:                     opts.Config,
		ResourcesPath:              opts.ResourcesPath,
		ComponentsPath:             opts.ComponentsPath,
		HotReloadReconcileInterval: opts.HotReloadReconcileInterval,

		// The application
		AppProtocol:              opts.AppProtocol,
		ApplicationPort:          opts.AppPort,
		AppChannelAddress:        opts.AppChannelAddress,
		AppMaxConcurrency:        opts.AppMaxConcurrency,
		AppSSL:                   opts.AppSSL,
		EnableAppHealthCheck:     opts.EnableAppHealthCheck,
		AppHealthCheckPath:       opts.AppHealthCheckPath,
		AppHealthProbeInterval:   opts.AppHealthProbeInterval,
		AppHealthProbeTimeout:    opts.AppHealthProbeTimeout,
		AppHealthThreshold:       opts.AppHealthThreshold,
		AppBindingOptionsTimeout: opts.AppBindingOptionsTimeout,
		DisableInitEndpoints:     opts.DisableInitEndpoints,

		// The sidecar's own servers
		DaprHTTPPort:                  opts.DaprHTTPPort,
		DaprAPIGRPCPort:               opts.DaprAPIGRPCPort,
		DaprAPIListenAddresses:        opts.DaprAPIListenAddresses,
		DaprInternalGRPCPort:          opts.DaprInternalGRPCPort,
		DaprInternalGRPCListenAddress: opts.DaprInternalGRPCListenAddress,
		DaprPublicPort:                opts.DaprPublicPort,
		DaprPublicListenAddress:       opts.DaprPublicListenAddress,
		UnixDomainSocket:              opts.UnixDomainSocket,
		ProfilePort:                   opts.ProfilePort,
		EnableProfiling:               opts.EnableProfiling,
		AllowedOrigins:                opts.AllowedOrigins,
		EnableAPILogging:              opts.EnableAPILogging,
		MaxRequestSize:                opts.MaxRequestSize,
		ReadBufferSize:                opts.ReadBufferSize,
		DaprGracefulShutdownSeconds:   opts.DaprGracefulShutdownSeconds,
		DaprBlockShutdownDuration:     opts.DaprBlockShutdownDuration,

		// The control plane
		EnableMTLS:                   opts.EnableMTLS,
		SentryAddress:                opts.SentryAddress,
		ControlPlaneAddress:          opts.ControlPlaneAddress,
		ActorsService:                opts.ActorsService,
		ActorsDisseminationTimeout:   opts.ActorsDisseminationTimeout,
		RemindersService:             opts.RemindersService,
		SchedulerAddress:             opts.SchedulerAddress,
		SchedulerStreams:             opts.SchedulerJobStreams,
		DisableBuiltinK8sSecretStore: opts.DisableBuiltinK8sSecretStore,
	}
}
