/** Grey bars where nothing is cached yet; they appear only after 150 ms, so a fast answer never flashes. */
export function SkeletonRows({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div className="grid gap-0.5 px-1.5 pt-2" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex h-(--row-height) items-center gap-2 ps-4 pe-2.5">
          <span className="skel size-(--row-avatar) flex-none rounded-full" />
          <span className="grid flex-1 gap-2">
            <span className={row % 2 === 0 ? 'skel w-1/2' : 'skel w-3/5'} />
            <span className={row % 2 === 0 ? 'skel w-4/5' : 'skel w-2/3'} />
          </span>
        </div>
      ))}
    </div>
  )
}
