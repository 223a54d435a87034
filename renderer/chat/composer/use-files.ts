import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Channel } from '#protocol/channel'
import type { ConversationId } from '#protocol/ids'
import { useBridge } from '../../bridge'
import { useWindow } from '../../state/hooks'
import { useText } from '../../text/i18n'
import { useToasts } from '../../ui/Toast'
import { usePane, usePaneStore } from '../pane-state'
import { type ChosenFile, type ChosenFiles, chosenFilesOf } from './chosen-files'
import { useVoice, type Voice } from './voice/use-voice'

export interface FilesOfReply {
  readonly files: ChosenFiles
  readonly chosen: readonly ChosenFile[]
  readonly voice: Voice
  readonly add: (picked: readonly File[]) => void
  readonly shrink: (id: number) => void
  readonly restore: (id: number) => void
}

/** Files of the next reply, as far as the channel takes them: picked, pasted, dropped on the pane, spoken. */
export function useFiles(conversationId: ConversationId, channel: Channel | null): FilesOfReply {
  const { t } = useText()
  const bridge = useBridge()
  const { platform } = useWindow()
  const { show } = useToasts()
  const [files] = useState(() => chosenFilesOf(bridge, conversationId))
  const chosen = useStore(files.store)
  const capabilities = channel?.capabilities ?? null
  const add = (picked: readonly File[]) => {
    if (capabilities !== null) void files.add(picked, capabilities)
  }
  const shrink = (id: number) => {
    if (capabilities === null) return
    void files.shrink(id, capabilities, platform.shrinkPicture).then((isSmaller) => {
      if (!isSmaller) show(t('chat.composer.notSmaller'))
    })
  }
  const restore = (id: number) => {
    if (capabilities !== null) void files.restore(id, capabilities)
  }
  return { files, chosen, add, shrink, restore, voice: useVoice((file) => add([file])) }
}

/** Files dropped anywhere on the pane. */
export function useDroppedFiles(take: (files: readonly File[]) => void): void {
  const dropped = usePane((state) => state.dropped)
  const pane = usePaneStore()
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })
  useEffect(() => {
    if (dropped.length === 0) return
    pane.setState({ dropped: [] })
    latest.current(dropped)
  }, [dropped, pane])
}
