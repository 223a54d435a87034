/** The plate with three levels: the sign of the product. */
export function Brand({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" className="flex-none" aria-hidden="true">
      <rect className="fill-ink" width="20" height="20" rx="5.5" />
      <g className="fill-chrome">
        <rect x="4.6" y="8" width="2.4" height="7.4" rx="1.2" />
        <rect x="8.8" y="4.6" width="2.4" height="10.8" rx="1.2" />
        <rect x="13" y="10.4" width="2.4" height="5" rx="1.2" />
      </g>
    </svg>
  )
}
