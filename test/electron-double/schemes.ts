type Handler = (request: Request) => Response | Promise<Response>

/** Handlers of `protocol.handle` by scheme. */
export const schemes = new Map<string, Handler>()

/** Chromium knows no `app:`; its pages see `https://workspace.app.invalid` and everything is translated on the way. */
export function toPage(url: string): string {
  return url.replace(/^(\w+):\/\/([^/?#]+)/, (whole, scheme: string, host: string) =>
    schemes.has(scheme) ? `https://${host}.${scheme}.invalid` : whole,
  )
}

export const fromPage = (url: string): string => url.replace(/^https:\/\/([^/]+)\.(\w+)\.invalid(?=[/?#]|$)/, '$2://$1')
