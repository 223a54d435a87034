import type { Language } from '../../text/format'
import { russianZones } from './russian-zones'

export interface Zone {
  readonly value: string
  /** «Москва, Europe/Moscow»: as people call it, and as it is called everywhere. */
  readonly label: string
  /** `GMT+3` at the moment. */
  readonly hint: string
}

function zoneOf(zone: string, language: Language, at: number): Zone {
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')
  const known = zone.replaceAll('_', ' ')
  const own = language === 'ru' ? russianZones[zone] : undefined
  return { value: zone, label: own === undefined ? known : `${own}, ${known}`, hint: offset?.value ?? '' }
}

const made = new Map<Language, readonly Zone[]>()

/** All zones this program knows; `kept` is among them in any case. Made once a language, when first asked for. */
export function zonesOf(language: Language, at: number, kept: string): readonly Zone[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])
  const zones = () => [...names].map((zone) => zoneOf(zone, language, at))
  const known = made.get(language) ?? (language === 'ru' ? inOrder(zones()) : zones())
  made.set(language, known)
  return known.some(({ value }) => value === kept) ? known : [{ value: kept, label: kept, hint: '' }, ...known]
}

/** Those that have a name of their own come first: they are what is mostly looked for. */
const inOrder = (zones: readonly Zone[]): readonly Zone[] => [
  ...zones.filter(({ value }) => value in russianZones),
  ...zones.filter(({ value }) => !(value in russianZones)),
]
