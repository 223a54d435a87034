import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { Messenger } from '#protocol/channel'
import type { Order } from '../desk'
import { look, order, type State } from './api'
import { Phone } from './phone'
import { Calls, Connect, Events, Faults } from './side'
import { isRussian, words } from './words'

const names: Readonly<Record<Messenger, string>> = {
  ...{ web: 'Web', telegram: 'Telegram', vk: 'VK', whatsapp: 'WhatsApp', viber: 'Viber', max: 'MAX' },
}
const lookEveryMs = 600

interface Place {
  readonly messenger: Messenger
  readonly person: number | null
}

function useStand(place: Place) {
  const [state, setState] = useState<State | null>(null)
  const [round, setRound] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round looks again at once
  useEffect(() => {
    let isOver = false
    const again = () =>
      void look(place.messenger, place.person)
        .then((next) => (isOver ? undefined : setState(next)))
        .catch(() => undefined)
    again()
    const timer = setInterval(again, lookEveryMs)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [place.messenger, place.person, round])
  return { state, lookAgain: () => setRound((before) => before + 1) }
}

function Phones() {
  const [place, setPlace] = useState<Place>({ messenger: 'telegram', person: null })
  const [wrong, setWrong] = useState<string | null>(null)
  const { state, lookAgain } = useStand(place)
  if (state === null) return null
  const act = (wanted: Order) =>
    void order(wanted).then((why) => {
      setWrong(why)
      lookAgain()
    })
  const chosen = state.messengers.find(({ messenger }) => messenger === state.messenger)
  return (
    <div className="stand">
      <header>
        <h1>{words.title}</h1>
        <p>{words.about}</p>
        <nav aria-label={words.title}>
          {state.messengers.map(({ messenger }) => (
            <button
              key={messenger}
              type="button"
              className="choice"
              data-messenger={messenger}
              aria-pressed={messenger === state.messenger}
              onClick={() => setPlace({ messenger, person: place.person })}
            >
              {names[messenger]}
            </button>
          ))}
        </nav>
        <nav aria-label={words.person}>
          {state.people.map(({ number, name }) => (
            <button
              key={number}
              type="button"
              className="choice"
              aria-pressed={number === state.person.number}
              onClick={() => setPlace({ messenger: state.messenger, person: number })}
            >
              {name}
            </button>
          ))}
        </nav>
      </header>
      <Phone key={`${state.messenger} ${state.person.number}`} state={state} acts={chosen?.acts ?? []} onOrder={act} />
      <aside>
        {wrong === null ? null : <p className="wrong">{wrong}</p>}
        <Connect form={chosen?.form ?? {}} />
        <Faults messenger={state.messenger} onOrder={act} />
        <Events messenger={state.messenger} onOrder={act} />
        <Calls calls={state.calls} />
      </aside>
    </div>
  )
}

document.documentElement.lang = isRussian ? 'ru' : 'en'
const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<Phones />)
