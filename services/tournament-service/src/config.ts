import { baseConfig, readConfig, type BaseConfig } from '@gym/service-kit';

export const configSchema = baseConfig;

export function loadConfig(): BaseConfig {
  return readConfig(configSchema, process.env);
}
