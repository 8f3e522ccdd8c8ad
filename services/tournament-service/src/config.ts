import { baseConfig, readConfig, type BaseConfig } from '@gym/service-kit';

export function loadConfig(): BaseConfig {
  return readConfig(baseConfig, process.env);
}
