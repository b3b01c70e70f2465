/** The letter alef, drawn. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="6" fill="#0f62fe" />
      <path
        d="M9 7l14 18M9 25c0-5 3-8 6-10M23 7c0 5-3 8-6 10"
        fill="none"
        stroke="#fff"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
    </svg>
  );
}
