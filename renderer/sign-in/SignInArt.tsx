/** Faders of a desk: where each knob stands says how long somebody waits. */
const faders = [
  { x: 98, top: 438, heat: 0 },
  { x: 148, top: 306, heat: 0 },
  { x: 198, top: 522, heat: 0 },
  { x: 248, top: 222, heat: 3 },
  { x: 298, top: 384, heat: 0 },
  { x: 348, top: 570, heat: 0 },
  { x: 398, top: 336, heat: 0 },
  { x: 448, top: 258, heat: 1 },
  { x: 498, top: 480, heat: 0 },
] as const

export function SignInArt() {
  return (
    <div className="signin-art" aria-hidden="true">
      <svg viewBox="0 0 605 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
        {faders.map(({ x, top, heat }) => (
          <g key={x}>
            <rect className="signin-track" x={x} y="150" width="10" height="600" rx="5" />
            <rect className={`signin-fill-${heat}`} x={x} y={top} width="10" height={750 - top} rx="5" />
            <rect className="signin-knob" x={x - 9} y={top - 9} width="28" height="18" rx="5" />
          </g>
        ))}
      </svg>
    </div>
  )
}
