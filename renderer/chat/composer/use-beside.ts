import { usePane, usePaneStore } from '../pane-state'

/** What goes with the words of a reply: the message it answers, the buttons under it. A note has neither. */
export function useBeside(isNote: boolean) {
  const pane = usePaneStore()
  const replyToSeq = usePane((state) => state.replyToSeq)
  const buttons = usePane((state) => state.buttons)
  if (isNote) return { sent: { replyToSeq: null }, leave: () => {}, stay: () => {} }
  return {
    sent: { replyToSeq, ...(buttons.length > 0 && { buttons: [...buttons] }) },
    leave: () => pane.setState({ replyToSeq: null, buttons: [] }),
    /** Back again, unless there is something else by now. */
    stay: () =>
      pane.setState((state) => ({
        replyToSeq: state.replyToSeq ?? replyToSeq,
        buttons: state.buttons.length > 0 ? state.buttons : buttons,
      })),
  }
}
