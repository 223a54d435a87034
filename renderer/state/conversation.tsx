import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ConversationId } from '#protocol/ids'
import { useBridge } from '../bridge'
import { useWindow } from './hooks'
import { type Opened, OpenedFeed, type OpenedReady } from './opened-conversation'

const Conversation = createContext<OpenedFeed | null>(null)

interface Props {
  readonly conversationId: ConversationId
  readonly children: ReactNode
}

/** Opens a conversation for everything below it: stream, composer and panel share one reading of it. */
export function ConversationProvider({ conversationId, children }: Props) {
  return (
    <OpenedBelow key={conversationId} conversationId={conversationId}>
      {children}
    </OpenedBelow>
  )
}

function OpenedBelow({ conversationId, children }: Props) {
  const bridge = useBridge()
  const { feed } = useWindow()
  const [opened] = useState(() => new OpenedFeed(conversationId, bridge, feed))
  useEffect(() => opened.start(), [opened])
  return <Conversation.Provider value={opened}>{children}</Conversation.Provider>
}

export function useOpenedFeed(): OpenedFeed {
  const opened = useContext(Conversation)
  if (opened === null) throw new Error('There is no opened conversation above this component.')
  return opened
}

export const useOpened = <Part,>(select: (state: Opened) => Part): Part => useStore(useOpenedFeed().store, select)

const Ready = createContext<OpenedReady | null>(null)

/** Below it the conversation is there; `otherwise` is drawn while it is not. */
export function WhenOpened({ children, otherwise }: { readonly children: ReactNode; readonly otherwise: ReactNode }) {
  const opened = useOpened((state) => state)
  return opened.kind === 'ready' ? <Ready.Provider value={opened}>{children}</Ready.Provider> : otherwise
}

/** The conversation as it stands; only below `WhenOpened`. */
export function useReady(): OpenedReady {
  const ready = useContext(Ready)
  if (ready === null) throw new Error('The conversation is not open above this component.')
  return ready
}
