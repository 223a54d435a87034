/** A one-time link as the hub gave it, and whose it is. Never kept: it is shown once. */
export interface GivenLink {
  readonly link: string
  readonly until: number
  readonly name: string
}
