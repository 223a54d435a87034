import type { TelegramApi } from './api'

/** Wide enough for the biggest place a face stands in. */
const wideEnough = 160

/** The newest profile photo of a person, as its `file_id`; null when there is none, or none for bots. */
export async function pictureOf(api: TelegramApi, externalChat: string): Promise<string | null> {
  const { photos } = await api.call((raw) => raw.getUserProfilePhotos({ user_id: Number(externalChat), limit: 1 }))
  const sizes = (photos[0] ?? []).toSorted((one, other) => one.width - other.width)
  return (sizes.find(({ width }) => width >= wideEnough) ?? sizes.at(-1))?.file_id ?? null
}
