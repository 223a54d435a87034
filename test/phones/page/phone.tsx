import { type ChangeEvent, useEffect, useRef, useState } from 'react'
import type { PhoneAct } from '../../support/fake-messengers/phone'
import type { Order } from '../desk'
import { fileOf, fileUrl, type Message, type State, samplePicture } from './api'
import { words } from './words'

interface Props {
  readonly state: State
  readonly acts: readonly string[]
  readonly onOrder: (order: Order) => void
}

type Writing = { readonly kind: 'new' } | { readonly kind: 'reply' | 'edit'; readonly message: Message }

/** The phone in his hand: the chat as the messenger shows it, and what can be done with it. */
export function Phone({ state, acts, onOrder }: Props) {
  const { messenger, person, hasBlocked } = state
  const [writing, setWriting] = useState<Writing>({ kind: 'new' })
  const [text, setText] = useState('')
  const can = (kind: string) => acts.includes(kind)
  const act = (wanted: PhoneAct) => onOrder({ kind: 'act', messenger, person, act: wanted })
  const write = () => {
    if (text.trim() === '') return
    if (writing.kind === 'edit') act({ kind: 'edit', messageId: writing.message.id, text })
    else act({ kind: 'write', text, replyTo: writing.kind === 'reply' ? writing.message.id : null })
    setText('')
    setWriting({ kind: 'new' })
  }
  const sendFile = async (file: File) => {
    const sent = await fileOf(file)
    if (file.type.startsWith('image/') && can('picture')) act({ kind: 'picture', file: sent, text })
    else if (file.type.startsWith('audio/') && can('voice')) act({ kind: 'voice', file: sent, seconds: 3 })
    else act({ kind: 'file', file: sent, text })
    setText('')
  }
  const begin = (next: Writing) => {
    setWriting(next)
    setText(next.kind === 'edit' ? next.message.text : '')
  }
  return (
    <main className="phone" data-messenger={messenger} aria-label={person.name}>
      <div className="phone-head">
        <b>Север Дом</b>
        <span>{person.name}</span>
      </div>
      <Chat
        {...{ state, can, act }}
        onReply={(message) => begin({ kind: 'reply', message })}
        onEdit={(message) => begin({ kind: 'edit', message })}
      />
      {hasBlocked ? <p className="phone-note">{words.blocked}</p> : null}
      {writing.kind === 'new' ? null : (
        <p className="phone-note">
          {writing.kind === 'edit' ? words.edit : words.reply}: {writing.message.text.slice(0, 60)}{' '}
          <button type="button" onClick={() => begin({ kind: 'new' })}>
            {words.cancel}
          </button>
        </p>
      )}
      <form
        className="phone-write"
        onSubmit={(event) => {
          event.preventDefault()
          write()
        }}
      >
        <input
          aria-label={words.write}
          placeholder={words.write}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="submit">{words.send}</button>
      </form>
      <div className="phone-acts">
        {can('start') ? <Act words={words.start} onAct={() => act({ kind: 'start' })} /> : null}
        {can('picture') ? <Act words={words.picture} onAct={() => void samplePicture().then(sendFile)} /> : null}
        <FileAct words={words.file} accept="*/*" onFile={(file) => void sendFile(file)} />
        {can('voice') ? <FileAct words={words.voice} accept="audio/*" onFile={(file) => void sendFile(file)} /> : null}
        {can('comment') && text !== '' ? (
          <Act words={words.comment} onAct={() => act({ kind: 'comment', text })} />
        ) : null}
        {can('read') ? <Act words={words.read} onAct={() => act({ kind: 'read' })} /> : null}
        {hasBlocked ? (
          <Act words={words.unblock} onAct={() => act({ kind: 'unblock' })} />
        ) : (
          <Act words={words.block} onAct={() => act({ kind: 'block' })} />
        )}
      </div>
    </main>
  )
}

function Act({ words: label, onAct }: { readonly words: string; readonly onAct: () => void }) {
  return (
    <button type="button" onClick={onAct}>
      {label}
    </button>
  )
}

interface FileActProps {
  readonly words: string
  readonly accept: string
  readonly onFile: (file: File) => void
}

function FileAct({ words: label, accept, onFile }: FileActProps) {
  const take = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    if (file !== undefined) onFile(file)
    event.target.value = ''
  }
  return (
    <label className="as-button">
      {label}
      <input type="file" accept={accept} onChange={take} />
    </label>
  )
}

interface ChatProps {
  readonly state: State
  readonly can: (kind: string) => boolean
  readonly act: (act: PhoneAct) => void
  readonly onReply: (message: Message) => void
  readonly onEdit: (message: Message) => void
}

function Chat({ state, can, act, onReply, onEdit }: ChatProps) {
  const { chat, messenger } = state
  const end = useRef<HTMLDivElement>(null)
  const length = chat.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is brought into view
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [length])
  return (
    <div className="chat" role="log">
      {length === 0 ? <p className="chat-empty">{words.empty}</p> : null}
      {chat.map((message) => (
        <article key={message.id} className="message" data-from={message.from} data-mark={message.mark ?? undefined}>
          {message.place === null ? null : <p className="message-place">{message.place}</p>}
          {message.author === null ? null : <p className="message-author">{message.author}</p>}
          {message.replyTo === null ? null : (
            <p className="message-quote">{chat.find(({ id }) => id === message.replyTo)?.text ?? '…'}</p>
          )}
          {message.file === null ? null : <Shown messenger={messenger} file={message.file} />}
          {message.text === '' ? null : <p className="message-text">{message.text}</p>}
          {message.mark === null ? null : <small>{words[message.mark]}</small>}
          {message.reaction === null ? null : <span className="message-reaction">{message.reaction}</span>}
          {message.buttons.map((row) => (
            <div key={row.map(({ label }) => label).join()} className="message-buttons">
              {row.map(({ label, url }) =>
                url === null ? (
                  <button
                    key={label}
                    type="button"
                    onClick={() => act({ kind: 'press', messageId: message.id, button: label })}
                  >
                    {label}
                  </button>
                ) : (
                  <a key={label} href={url} target="_blank" rel="noreferrer">
                    {label}
                  </a>
                ),
              )}
            </div>
          ))}
          <div className="message-acts">
            <Act words={words.reply} onAct={() => onReply(message)} />
            {message.from === 'person' && can('edit') ? <Act words={words.edit} onAct={() => onEdit(message)} /> : null}
            {message.from === 'person' && can('delete') && message.mark !== 'deleted' ? (
              <Act words={words.delete} onAct={() => act({ kind: 'delete', messageId: message.id })} />
            ) : null}
            {message.from === 'company' && can('react') ? (
              <Act
                words={words.react}
                onAct={() =>
                  act({ kind: 'react', messageId: message.id, emoji: message.reaction === null ? '👍' : null })
                }
              />
            ) : null}
          </div>
        </article>
      ))}
      <div ref={end} />
    </div>
  )
}

function Shown({
  messenger,
  file,
}: {
  readonly messenger: State['messenger']
  readonly file: NonNullable<Message['file']>
}) {
  const url = fileUrl(messenger, file.id)
  switch (file.kind) {
    case 'picture':
      return <img src={url} alt={file.name} />
    case 'voice':
      // biome-ignore lint/a11y/useMediaCaption: somebody's voice has no captions
      return <audio controls src={url} />
    case 'video':
      // biome-ignore lint/a11y/useMediaCaption: somebody's video has no captions
      return <video controls src={url} />
    case 'file':
      return (
        <a href={url} download={file.name}>
          📄 {file.name}
        </a>
      )
  }
}
