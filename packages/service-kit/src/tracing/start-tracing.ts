import { trace } from '@opentelemetry/api';
import { ZipkinExporter } from '@opentelemetry/exporter-zipkin';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { BaseConfig } from '../config.js';
import type { Logger } from '../logger.js';

/** Spans are sent this often, and when 512 of them wait; beyond 2048 the newest are lost instead of memory. */
const sendMs = 1000;
const sendTimeoutMs = 5000;

/**
 * Sends finished spans to where the environment says, as Zipkin v2 JSON: the one format that sidecars, collectors and
 * `dev.sh` all understand without a library. What is recorded was decided where the request came in.
 * @returns sends the rest and stops
 */
export function startTracing(config: BaseConfig, log: Logger): () => Promise<void> {
  const url = config.OTEL_EXPORTER_ZIPKIN_ENDPOINT;
  if (url === undefined) return () => Promise.resolve();
  const instance = config.POD_NAME === undefined ? {} : { 'service.instance.id': config.POD_NAME };
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': config.APP_ID, ...instance }),
    spanProcessors: [
      new BatchSpanProcessor(sayingWhenItFails(new ZipkinExporter({ url }), log), {
        scheduledDelayMillis: sendMs,
        exportTimeoutMillis: sendTimeoutMs,
      }),
    ],
  });
  trace.setGlobalTracerProvider(provider);
  return async () => {
    trace.disable();
    await provider.shutdown();
  };
}

/** One line when spans begin to get lost, and not one per second. */
function sayingWhenItFails(exporter: SpanExporter, log: Logger): SpanExporter {
  let failing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error !== undefined && !failing) log.warn('spans cannot be sent', { error: result.error });
        failing = result.error !== undefined;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
