import type { Attachment } from '#protocol/attachment'
import { assertNever } from '#protocol/ids'
import { FileCard } from './FileCard'
import { Photo } from './Photo'
import { Player } from './Player'

/** Shown as itself, edge to edge of its bubble. What could not be fetched has nothing to show but its name. */
export const isMedia = (attachment: Attachment): boolean =>
  attachment.state.kind !== 'failed' &&
  (attachment.kind === 'picture' || attachment.kind === 'video' || attachment.kind === 'sticker')

/** Pictures as one or as a grid, then everything that has a name or a length. */
export function Attachments({ attachments }: { readonly attachments: readonly Attachment[] }) {
  const media = attachments.filter(isMedia)
  const others = attachments.filter((attachment) => !isMedia(attachment))
  return (
    <>
      {media.length > 1 ? (
        <div className="album">
          {media.map((attachment) => (
            <Photo key={attachment.id} attachment={attachment} isInAlbum />
          ))}
        </div>
      ) : (
        media.map((attachment) => <Photo key={attachment.id} attachment={attachment} />)
      )}
      {others.map((attachment) => (
        <One key={attachment.id} attachment={attachment} />
      ))}
    </>
  )
}

function One({ attachment }: { readonly attachment: Attachment }) {
  switch (attachment.kind) {
    case 'voice':
    case 'audio':
      return attachment.state.kind === 'failed' ? (
        <FileCard attachment={attachment} />
      ) : (
        <Player attachment={attachment} />
      )
    case 'file':
    case 'picture':
    case 'video':
    case 'sticker':
      return <FileCard attachment={attachment} />
    default:
      return assertNever(attachment.kind)
  }
}
