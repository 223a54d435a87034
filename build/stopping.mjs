const parent = process.ppid

/**
 * Calls `stop` once, on Ctrl-C, on SIGTERM, and when npm has gone: SIGTERM to `npm start` ends npm and its shell but never
 * reaches this script. Further signals are swallowed, or a second one would end the hub in mid-shutdown.
 * @param {() => void} stop
 */
export function whenAskedToStop(stop) {
  let asked = false
  const ask = () => {
    if (asked) return
    asked = true
    stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, ask)
  setInterval(() => {
    if (process.ppid !== parent) ask()
  }, 1000).unref()
}
