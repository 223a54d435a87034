/** Lets tests wait for something that a fake will come to: looked at after each call and each event. */
export class Waiting {
  readonly #looks = new Set<() => void>()

  happened(): void {
    for (const look of [...this.#looks]) look()
  }

  async until(isSo: () => boolean, within = 5000): Promise<void> {
    if (isSo()) return
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!isSo()) return
        clearTimeout(timer)
        this.#looks.delete(look)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#looks.delete(look)
        reject(new Error('what was waited for did not happen'))
      }, within)
      this.#looks.add(look)
    })
  }
}
