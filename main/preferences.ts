import { defaultPreferences } from '#preload/constants'
import { Preferences } from '#preload/contract'
import { JsonFile } from './json-file'

/** How this person likes his windows; kept on the device. */
export class PreferenceFile {
  readonly #file: JsonFile<Preferences>
  #current: Preferences

  constructor(path: string, language: Preferences['language']) {
    this.#file = new JsonFile(path, Preferences)
    this.#current = this.#file.read() ?? { ...defaultPreferences, language }
  }

  get current(): Preferences {
    return this.#current
  }

  set(preferences: Preferences): void {
    this.#current = preferences
    this.#file.write(preferences)
  }
}
