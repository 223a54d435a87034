import { Combobox } from '@base-ui/react/combobox'
import { Check, ChevronsUpDown, Search } from 'lucide-react'

export interface SearchChoice {
  readonly value: string
  readonly label: string
  readonly hint?: string
}

interface Props<Item extends SearchChoice> {
  readonly id?: string
  readonly label: string
  /** In the closed field while nothing is chosen. */
  readonly emptyText: string
  /** In the field one searches by. */
  readonly placeholder: string
  /** Said when nothing fits what was typed. */
  readonly noneText: string
  readonly items: readonly Item[]
  /** Null: what is chosen does not stay here, the field is for the next one. */
  readonly chosen: Item | null
  readonly onChoose: (item: Item) => void
  readonly isInvalid?: boolean
  readonly describedBy?: string | undefined
}

const wordsOf = (text: string) =>
  text
    .toLocaleLowerCase()
    .replaceAll('ё', 'е')
    .split(/[^\p{L}\p{N}+]+/u)

/** Every word of what is typed begins a word of the choice. */
function isFound({ label, hint = '' }: SearchChoice, typed: string): boolean {
  const words = wordsOf(`${label} ${hint}`)
  return wordsOf(typed).every((word) => words.some((one) => one.startsWith(word)))
}

/** One of a long list, found by a few letters. */
export function SearchSelect<Item extends SearchChoice>(props: Props<Item>) {
  const { id, label, items, chosen, onChoose } = props
  return (
    <Combobox.Root<Item>
      items={items}
      value={chosen}
      onValueChange={(item) => (item === null ? undefined : onChoose(item))}
      isItemEqualToValue={(item, value) => item.value === value.value}
      filter={isFound}
      autoHighlight
    >
      <Combobox.Trigger
        id={id}
        className="input select"
        aria-label={chosen === null ? label : `${label}: ${chosen.label}`}
        aria-invalid={props.isInvalid === true || undefined}
        aria-describedby={props.describedBy}
      >
        <span className="cut flex-1">{chosen?.label ?? props.emptyText}</span>
        {chosen?.hint === undefined ? null : <span className="flex-none text-text-3">{chosen.hint}</span>}
        <ChevronsUpDown className="icon icon-s" aria-hidden="true" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} collisionPadding={8} className="z-50">
          <Combobox.Popup className="pop w-(--anchor-width) min-w-60" aria-label={label}>
            <div className="choices-search">
              <Search className="icon text-text-3" aria-hidden="true" />
              <Combobox.Input placeholder={props.placeholder} aria-label={props.placeholder} maxLength={80} />
            </div>
            <Combobox.Empty className="px-3 empty:hidden">
              <p className="py-2 text-text-2">{props.noneText}</p>
            </Combobox.Empty>
            <Combobox.List className="choices scroll" aria-label={label}>
              {(item: Item) => (
                <Combobox.Item key={item.value} value={item} className="menu-item">
                  <span className="cut flex-1">{item.label}</span>
                  {item.hint === undefined ? null : (
                    <span className="flex-none text-small text-text-2">{item.hint}</span>
                  )}
                  <Combobox.ItemIndicator>
                    <Check className="icon icon-s" aria-hidden="true" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
