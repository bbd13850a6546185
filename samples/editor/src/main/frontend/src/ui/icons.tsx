import type { ReactNode } from 'react';

/** Drawn for this application on a 20 by 20 grid. They have the colour of the text beside them and are hidden from screen readers. */
function icon(paths: ReactNode) {
  return function Icon({ size = 20 }: { size?: number }) {
    return (
      <svg
        className="icon"
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {paths}
      </svg>
    );
  };
}

export const BackIcon = icon(<path d="M12 4.5 6.5 10l5.5 5.5" />);
export const PlusIcon = icon(<path d="M10 4v12M4 10h12" />);
export const SearchIcon = icon(<path d="M8.75 14.5a5.75 5.75 0 1 0 0-11.5 5.75 5.75 0 0 0 0 11.5ZM13 13l4 4" />);
export const RenameIcon = icon(<path d="m4 16 .8-3.4L13.2 4.200a1.5 1.5 0 0 1 2.1 0l.5.5a1.5 1.5 0 0 1 0 2.100L7.4 15.2 4 16ZM11.8 5.600l2.6 2.6" />);
export const DeleteIcon = icon(<path d="M4 5.500h12M8 5.500V4a1 1 0 0 1 1-1h2a1 1 0 0 1 1 1v1.500M5.5 5.500l.6 10a1.5 1.5 0 0 0 1.5 1.500h4.800a1.5 1.5 0 0 0 1.5-1.500l.6-10M8.5 9v4.500M11.5 9v4.5" />);
export const SunIcon = icon(<path d="M10 13.500a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10 2v1.500M10 16.500V18M2 10h1.500M16.5 10H18M4.35 4.350l1.05 1.050M14.6 14.600l1.05 1.050M4.35 15.650l1.05-1.050M14.6 5.400l1.05-1.05" />);
export const MoonIcon = icon(<path d="M16.5 11.800A6.8 6.8 0 0 1 8.2 3.500a6.8 6.8 0 1 0 8.3 8.300Z" />);
export const RichIcon = icon(<path d="M5 3h7l3.5 3.500V16a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM7.2 8.500h5.300M7.2 11.250h5.300M7.2 14h3" />);
export const CodeFileIcon = icon(<path d="M5 3h7l3.5 3.500V16a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM8.5 9l-1.8 2 1.8 2M11.5 9l1.8 2-1.8 2" />);
export const CheckIcon = icon(<path d="m4.5 10.5 3.5 3.5 7.5-8" />);
export const SavingIcon = icon(<path d="M10 3.500a6.5 6.5 0 1 1-6.5 6.5" />);
export const StalledIcon = icon(<path d="M6 3h8M6 17h8M7 3v2.500c0 2 3 2.7 3 4.500s-3 2.5-3 4.500V17M13 3v2.500c0 2-3 2.7-3 4.500s3 2.5 3 4.500V17" />);
export const OfflineIcon = icon(<path d="M3 3l14 14M7.2 12.200a4 4 0 0 1 4.3-.8M4.7 9.500a7.6 7.6 0 0 1 3-1.800M2.5 6.900a11 11 0 0 1 3-1.900M9 4a11 11 0 0 1 8.5 2.900M12.2 7.900a7.5 7.5 0 0 1 3.1 1.700M10 15.500h.01" />);
export const RetryIcon = icon(<path d="M16 4v4h-4M15.7 8A6.5 6.5 0 1 0 16.5 11" />);
export const TooLargeIcon = icon(<path d="M10 12.500V4M6.5 7.5 10 4l3.5 3.500M3.5 16h13M3.5 2h13" />);
export const StorageIcon = icon(<path d="M16 5c0 1.4-2.7 2.5-6 2.500S4 6.4 4 5s2.7-2.5 6-2.500S16 3.6 16 5ZM4 5v10c0 1.4 2.7 2.5 6 2.500s6-1.1 6-2.500V5M4 10c0 1.4 2.7 2.5 6 2.500s6-1.1 6-2.5" />);
export const LockIcon = icon(<path d="M5.5 9h9a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1ZM7 9V6.500a3 3 0 0 1 6 0V9" />);
export const ReplacedIcon = icon(<path d="M4 8.500h10.500L11.5 5.500M16 11.500H5.500l3 3" />);
export const UndoIcon = icon(<path d="M7.5 5 4 8.5 7.5 12M4.5 8.500h7a4 4 0 0 1 0 8H9" />);
export const RedoIcon = icon(<path d="M12.5 5 16 8.5 12.5 12M15.5 8.500h-7a4 4 0 0 0 0 8H11" />);
export const BoldIcon = icon(<path d="M6 4h4.800a3 3 0 0 1 0 6H6V4ZM6 10h5.500a3 3 0 0 1 0 6H6v-6Z" strokeWidth="2" />);
export const ItalicIcon = icon(<path d="M8.5 4H14M6 16h5.500M11.5 4l-3 12" />);
export const UnderlineIcon = icon(<path d="M6 3.500v5.500a4 4 0 0 0 8 0V3.500M5 16.500h10" />);
export const StrikeIcon = icon(<path d="M3.5 10h13M13.5 6.300C13 4.8 11.7 4 10 4c-2 0-3.5 1-3.5 2.7 0 1.2.8 1.9 2 2.300M6.3 13.400c.4 1.7 1.8 2.6 3.7 2.6 2.1 0 3.6-1 3.6-2.8 0-.8-.3-1.4-.8-1.9" />);
export const CodeIcon = icon(<path d="m7 6-4 4 4 4M13 6l4 4-4 4" />);
export const CodeBlockIcon = icon(<path d="M4 3.500h12a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1ZM8 7.5 5.7 10 8 12.500M12 7.500l2.3 2.5-2.3 2.5" />);
export const BulletListIcon = icon(<path d="M8 5h9M8 10h9M8 15h9M4 5h.01M4 10h.01M4 15h.01" />);
export const OrderedListIcon = icon(<path d="M8.5 5H17M8.5 10H17M8.5 15H17M3 4l1.2-.7V7M3 13.200c.2-.5.7-.7 1.2-.7.7 0 1.2.4 1.2 1 0 1-2.4 1.5-2.4 3h2.5" />);
export const QuoteIcon = icon(<path d="M4 4.500v11M8 6h8.500M8 10h8.500M8 14h5.5" />);
export const LinkIcon = icon(<path d="M8.5 11.500a3 3 0 0 0 4.3 0l2.8-2.800a3 3 0 0 0-4.3-4.300l-1 1M11.5 8.500a3 3 0 0 0-4.3 0l-2.8 2.800a3 3 0 0 0 4.3 4.300l1-1" />);
export const RuleIcon = icon(<path d="M3 10h14M6 5h8M6 15h8" strokeDasharray="0" />);
export const WrapIcon = icon(<path d="M3 5h14M3 10h11a2.5 2.5 0 0 1 0 5H10M11.8 13l-2 2 2 2M3 15h3.5" />);
export const CloseIcon = icon(<path d="m5 5 10 10M15 5 5 15" />);
export const AlertIcon = icon(<path d="M10 3 2.5 16.500h15L10 3ZM10 8.500v3.500M10 14.300h.01" />);

export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" className="mark-ground" />
      <path d="M9 10h9M9 16h6M9 22h8" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M22 8v16" stroke="#ffc46b" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  );
}
