import { describe, expect, it } from 'vitest'
import { ConversationId } from '#protocol/ids'
import { DraftKeeper } from './draft-keeper'

const one = ConversationId.parse('one')
const other = ConversationId.parse('other')

function keeping() {
  const saved: string[] = []
  let due: (() => void) | null = null
  const keeper = new DraftKeeper(
    (draft) => saved.push(`${draft.conversationId}: ${draft.text}`),
    (_ms, work) => {
      due = work
      return () => {
        due = null
      }
    },
  )
  return { keeper, saved, pause: () => due?.() }
}

describe('a draft', () => {
  it('is saved once, a moment after the last key', () => {
    const { keeper, saved, pause } = keeping()
    keeper.typed({ conversationId: one, text: 'До', isNote: false })
    keeper.typed({ conversationId: one, text: 'Добрый день', isNote: false })
    expect(saved).toEqual([])
    pause()
    expect(saved).toEqual(['one: Добрый день'])
  })

  it('is saved at once when another conversation is opened or the window is left', () => {
    const { keeper, saved } = keeping()
    keeper.typed({ conversationId: one, text: 'Добрый', isNote: false })
    keeper.typed({ conversationId: other, text: 'Здравствуйте', isNote: false })
    keeper.flush()
    keeper.flush()
    expect(saved).toEqual(['one: Добрый', 'other: Здравствуйте'])
  })
})
