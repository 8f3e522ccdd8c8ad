// Command daprd is the Dapr sidecar of the platform: the runtime of the official release behind the same flags,
// with only the components of components.go.
package main

import (
	"fmt"
	"os"

	"go.uber.org/automaxprocs/maxprocs"

	"github.com/dapr/dapr/cmd/daprd/options"
	"github.com/dapr/dapr/pkg/buildinfo"
	"github.com/dapr/dapr/pkg/runtime"
	"github.com/dapr/kit/logger"
	"github.com/dapr/kit/signals"
)

var (
	runtimeLog = logger.NewLogger("dapr.runtime")
	contribLog = logger.NewLogger("dapr.contrib")
)

func main() {
	opts, err := options.New(os.Args[1:])
	if err != nil {
		runtimeLog.Fatalf("Failed to parse flags: %v", err)
	}

	switch {
	case opts.RuntimeVersion:
		fmt.Println(buildinfo.Version())
	case opts.BuildInfo:
		fmt.Printf("Version: %s\nGit Commit: %s\nGit Version: %s\n",
			buildinfo.Version(), buildinfo.Commit(), buildinfo.GitVersion())
	case opts.WaitCommand:
		// Exits with status 1 by itself when the time is up.
		runtime.WaitUntilDaprOutboundReady(opts.DaprHTTPPort)
	default:
		if err := serve(opts); err != nil {
			runtimeLog.Fatalf("Fatal error from runtime: %s", err)
		}
		runtimeLog.Info("Daprd shutdown gracefully")
	}
}

// serve runs the sidecar until SIGTERM, SIGINT or the shutdown API ends it. SIGHUP starts a fresh runtime in the same
// process, which is how a changed Configuration is taken up.
func serve(opts *options.Options) error {
	// An explicit GOMAXPROCS wins; an error leaves Go's default, which is correct outside containers.
	_, _ = maxprocs.Set()

	opts.Logger.SetAppID(opts.AppID)
	if err := logger.ApplyOptionsToLoggers(&opts.Logger); err != nil {
		return err
	}
	runtimeLog.Infof("Starting Dapr Runtime -- version %s -- commit %s", buildinfo.Version(), buildinfo.Commit())
	runtimeLog.Infof("Log level set to: %s", opts.Logger.OutputLevel)

	ctx := signals.Context()
	generations := signals.OnHUP(ctx)
	for {
		select {
		case <-ctx.Done():
			return nil
		case generation, open := <-generations:
			if !open {
				return nil
			}
			if err := runOnce(generation, opts, components(contribLog)); err != nil {
				return err
			}
			if generation.Err() == nil {
				return nil // ended by the shutdown API, not by a signal
			}
		}
	}
}
