export { Announcer, useAnnounce } from './announcer.tsx';
export { Avatar } from './avatar.tsx';
export { Badge, type Tone } from './badge.tsx';
export { Banner, type BannerProps } from './banner.tsx';
export {
  Button,
  ButtonLink,
  type ButtonProps,
  type ButtonVariant,
  IconButton,
  IconLink,
} from './button.tsx';
export { Card, Section, type SectionProps } from './card.tsx';
export { type Choice, ChoiceField } from './choice-field.tsx';
export { CodeBlock, type CodeBlockProps } from './code-block.tsx';
export { ConfirmButton, type ConfirmButtonProps } from './confirm-button.tsx';
export { CopyButton } from './copy-button.tsx';
export { Dialog, type DialogProps } from './dialog.tsx';
export { Drawer, type DrawerProps } from './drawer.tsx';
export { EmptyState } from './empty-state.tsx';
export { ErrorState } from './error-state.tsx';
export { Field, FieldError, type FieldProps, type FieldWiring } from './field.tsx';
export { FormErrors } from './form-errors.tsx';
export { HealthBar } from './health-bar.tsx';
export { describeHeartbeat, type Heartbeat } from './heartbeat.ts';
export { useDomEffect, useHydrated } from './hydration.ts';
export { Kbd } from './kbd.tsx';
export { Anchor, type AnchorProps, Link, LinkProvider } from './link.tsx';
export { Menu, MenuButton, MenuHeading, MenuLink, MenuRule } from './menu.tsx';
export type {} from './native-attributes.ts';
export { Breadcrumb, type Crumb, Page, type PageProps } from './page.tsx';
export { PasswordField } from './password-field.tsx';
export { ProviderMark } from './provider-mark.tsx';
export { relative } from './relative.ts';
export { NowContext, RelativeTime } from './relative-time.tsx';
export { SecretField } from './secret-field.tsx';
export { SecretOnce } from './secret-once.tsx';
export { Select, SelectField, type SelectOption } from './select-field.tsx';
export { type Share, ShareBar } from './share-bar.tsx';
export { Skeleton } from './skeleton.tsx';
export { Spinner } from './spinner.tsx';
export { type ShownStage, StageList, stageNames } from './stage-list.tsx';
export { type ShownState, StateBadge, stateLooks, stateWord } from './state-badge.tsx';
export { SwitchField } from './switch-field.tsx';
export { Cell, HeadCell, Row, Table, TableBody, TableHead } from './table.tsx';
export { type Tab, Tabs } from './tabs.tsx';
export { TextAreaField } from './text-area-field.tsx';
export { TextField, type TextFieldProps, UrlField } from './text-field.tsx';
export { type Notice, Toast } from './toast.tsx';
export { Tooltip } from './tooltip.tsx';
