// Command inject reads manifests on stdin and prints, as a JSON list, the Pods that Dapr's sidecar injector makes of
// their Deployments. It is the code of the injector without its cluster. What the injector passes over in silence, an
// annotation that it does not know or cannot read, is a fault here.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/dapr/dapr/pkg/injector/patcher"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
)

func main() {
	pods, err := injectAll(os.Stdin)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(pods)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "inject:", err)
		os.Exit(1)
	}
}

func injectAll(manifests io.Reader) ([]*corev1.Pod, error) {
	pods := []*corev1.Pod{}
	decoder := yaml.NewYAMLOrJSONDecoder(manifests, 4096)
	for {
		deployment := appsv1.Deployment{}
		if err := decoder.Decode(&deployment); errors.Is(err, io.EOF) {
			return pods, nil
		} else if err != nil {
			return nil, err
		}
		if deployment.Kind != "Deployment" {
			continue
		}
		pod := &corev1.Pod{ObjectMeta: deployment.Spec.Template.ObjectMeta, Spec: deployment.Spec.Template.Spec}
		pod.Name, pod.Namespace = deployment.Name, deployment.Namespace
		faults := annotationFaults(pod.Annotations)
		injected, err := inject(pod)
		if err = errors.Join(append(faults, err)...); err != nil {
			return nil, fmt.Errorf("Deployment/%s: %w", deployment.Name, err)
		}
		pods = append(pods, injected)
	}
}

// The settings are those of Dapr's chart with the values of docs/deployment.md.
func inject(pod *corev1.Pod) (*corev1.Pod, error) {
	const namespace, domain = "dapr-system", "cluster.local"
	sidecar := patcher.NewSidecarConfig(pod)
	sidecar.Namespace, sidecar.Identity = pod.Namespace, pod.Namespace+":"+pod.Spec.ServiceAccountName
	sidecar.ControlPlaneNamespace, sidecar.ControlPlaneTrustDomain, sidecar.KubeClusterDomain = namespace, domain, domain
	sidecar.OperatorAddress = patcher.ServiceAPI.Address(namespace, domain)
	sidecar.SentryAddress = patcher.ServiceSentry.Address(namespace, domain)
	sidecar.PlacementAddress = patcher.ServicePlacement.Address(namespace, domain)
	sidecar.SentrySPIFFEID = "spiffe://" + domain + "/ns/" + namespace + "/dapr-sentry"
	sidecar.SidecarImage, sidecar.ImagePullPolicy = os.Getenv("SIDECAR_IMAGE"), corev1.PullIfNotPresent
	sidecar.CurrentTrustAnchors = []byte("trust anchors")
	sidecar.MTLSEnabled, sidecar.SchedulerEnabled = true, true
	sidecar.RunAsNonRoot, sidecar.ReadOnlyRootFilesystem, sidecar.SidecarDropALLCapabilities = true, true, true
	sidecar.SetFromPodAnnotations()
	patch, err := sidecar.GetPatch()
	if err != nil || len(patch) == 0 {
		return pod, err
	}
	before, err := json.Marshal(pod)
	if err != nil {
		return nil, err
	}
	after, err := patch.Apply(before)
	if err != nil {
		return nil, err
	}
	injected := &corev1.Pod{}
	return injected, json.Unmarshal(after, injected)
}

// Names and types of annotations are in the tags and fields of the injector's own configuration.
func annotationFaults(annotations map[string]string) []error {
	kinds := map[string]reflect.Kind{}
	for _, field := range reflect.VisibleFields(reflect.TypeFor[patcher.SidecarConfig]()) {
		kind := field.Type
		if kind.Kind() == reflect.Pointer {
			kind = kind.Elem()
		}
		kinds[field.Tag.Get("annotation")] = kind.Kind()
	}
	faults := []error{}
	for name, value := range annotations {
		if !strings.HasPrefix(name, "dapr.io/") {
			continue
		}
		kind, known := kinds[name]
		_, notInteger := strconv.ParseInt(value, 10, 32)
		switch {
		case !known:
			faults = append(faults, fmt.Errorf("no annotation is called %s", name))
		case kind == reflect.Bool && value != "true" && value != "false":
			faults = append(faults, fmt.Errorf("%s has to be true or false and not %q", name, value))
		case (kind == reflect.Int || kind == reflect.Int32) && notInteger != nil:
			faults = append(faults, fmt.Errorf("%s has to be a number and not %q", name, value))
		}
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return faults
}
