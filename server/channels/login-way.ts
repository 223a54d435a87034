/** The company's app at a messenger, through which administrators log in there; its secret opened. */
export interface LoginApp {
  readonly appId: string
  readonly secret: string
  /** Null = the official addresses. */
  readonly baseUrl: string | null
}

/** One way through the browser and back. */
export interface LoginTrip {
  readonly app: LoginApp
  readonly returnUrl: string
  /** Comes back with the browser; ours alone, used once. */
  readonly state: string
  /** Shows the messenger that whoever asks with the code is who began. */
  readonly verifier: string
}

/** An account that the administrator looks after. */
export interface LoginAccount {
  readonly id: string
  readonly name: string
  /** Its name in addresses. */
  readonly address: string
}

/**
 * How an administrator logs in at a messenger instead of pasting a token: he says who he is, chooses one of his accounts and lets us
 * write for it. What his browser comes back with is `answer`. Calls reject with MessengerRefused or MessengerUnreachable.
 */
export interface LoginWay {
  /** Pure. Where he says who he is. */
  personAddress(trip: LoginTrip): string
  accounts(trip: LoginTrip, answer: URLSearchParams): Promise<readonly LoginAccount[]>
  /** Pure. Where he lets us write for this account. */
  grantAddress(trip: LoginTrip, accountId: string): string
  token(trip: LoginTrip, accountId: string, answer: URLSearchParams): Promise<string>
}
