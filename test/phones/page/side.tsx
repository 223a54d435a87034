import { useState } from 'react'
import type { Messenger } from '#protocol/channel'
import type { Order } from '../desk'
import type { Call } from './api'
import { words } from './words'

const fields = ['phoneNumberId', 'accountId', 'token', 'appSecret', 'baseUrl'] as const

/** What is pasted into the form of the workspace. */
export function Connect({ form }: { readonly form: Readonly<Record<string, unknown>> }) {
  return (
    <section>
      <h2>{words.connect}</h2>
      <p>{words.connectText}</p>
      <dl>
        {fields
          .filter((name) => typeof form[name] === 'string')
          .map((name) => (
            <div key={name}>
              <dt>{words.field[name]}</dt>
              <dd>
                <code>{String(form[name])}</code>
                <button type="button" onClick={() => void navigator.clipboard.writeText(String(form[name]))}>
                  {words.copy}
                </button>
              </dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

interface OrderProps {
  readonly messenger: Messenger
  readonly onOrder: (order: Order) => void
}

const faults = ['slowDown', 'serverError', 'lostAnswer', 'tokenExpired'] as const
const ways = ['hold', 'inOrder', 'reversed', 'again'] as const

export function Faults({ messenger, onOrder }: OrderProps) {
  const [times, setTimes] = useState(1)
  return (
    <section>
      <h2>{words.faults}</h2>
      <label className="times">
        {words.times}
        <input
          type="number"
          min={1}
          max={100}
          value={times}
          onChange={(event) => setTimes(event.target.valueAsNumber)}
        />
      </label>
      <div className="row">
        {faults.map((fault) => (
          <button key={fault} type="button" onClick={() => onOrder({ kind: 'break', messenger, fault, times })}>
            {words[fault]}
          </button>
        ))}
        <button type="button" onClick={() => onOrder({ kind: 'mend', messenger })}>
          {words.mend}
        </button>
      </div>
    </section>
  )
}

export function Events({ messenger, onOrder }: OrderProps) {
  const [isHeld, setHeld] = useState(false)
  return (
    <section>
      <h2>{words.events}</h2>
      <div className="row">
        {ways.map((how) => (
          <button
            key={how}
            type="button"
            onClick={() => {
              if (how !== 'again') setHeld(how === 'hold')
              onOrder({ kind: 'deliver', messenger, how })
            }}
          >
            {words[how]}
          </button>
        ))}
      </div>
      {isHeld ? <p>{words.held}</p> : null}
    </section>
  )
}

export function Calls({ calls }: { readonly calls: readonly Call[] }) {
  return (
    <section className="calls">
      <h2>{words.calls}</h2>
      {calls.length === 0 ? <p>{words.noCalls}</p> : null}
      <ol>
        {calls.slice(0, 60).map((call) => (
          <li key={`${call.at} ${call.path} ${call.times}`}>
            <details>
              <summary>
                <time>{new Date(call.at).toLocaleTimeString()}</time>
                <b data-bad={call.status === null || call.status >= 400 ? '' : undefined}>
                  {call.status ?? words.lost}
                </b>
                <span>
                  {call.prefix} {call.path.split('/').at(-1)}
                  {call.times > 1 ? ` × ${call.times}` : ''}
                </span>
              </summary>
              <code>
                {call.method} {call.path} {call.words}
              </code>
            </details>
          </li>
        ))}
      </ol>
    </section>
  )
}
