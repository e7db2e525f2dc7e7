export { defineConfig } from './config/define-config.ts'
export type { ConformanceConfig, CredentialsConfig, DomainConfigEntry } from './config/define-config.ts'
export { loadContract } from './spec/load.ts'
export type { Contract, Operation } from './spec/model.ts'
