interface Config {
  readonly host: string
  readonly port: number
}

/** The environment is read here and nowhere else. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return { host: environment.PULT_HOST ?? '127.0.0.1', port: Number(environment.PULT_PORT ?? 8080) }
}
