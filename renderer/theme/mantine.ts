// Our Mantine theme. Its variables refer to tokens.css, the only place that defines colours. Import a component's
// styles here when it is first used. The .layer files let our CSS override Mantine without specificity tricks.
import '@mantine/core/styles/baseline.layer.css';
import '@mantine/core/styles/default-css-variables.layer.css';
import '@mantine/core/styles/global.layer.css';
import '@mantine/core/styles/ScrollArea.layer.css';
import '@mantine/core/styles/UnstyledButton.layer.css';
import '@mantine/core/styles/Paper.layer.css';
import '@mantine/core/styles/Popover.layer.css';
import '@mantine/core/styles/CloseButton.layer.css';
import '@mantine/core/styles/Loader.layer.css';
import '@mantine/core/styles/Overlay.layer.css';
import '@mantine/core/styles/ModalBase.layer.css';
import '@mantine/core/styles/Modal.layer.css';
import '@mantine/core/styles/Input.layer.css';
import '@mantine/core/styles/InlineInput.layer.css';
import '@mantine/core/styles/FloatingIndicator.layer.css';
import '@mantine/core/styles/Button.layer.css';
import '@mantine/core/styles/Menu.layer.css';
import '@mantine/core/styles/Combobox.layer.css';
import '@mantine/core/styles/Checkbox.layer.css';
import '@mantine/core/styles/Switch.layer.css';
import '@mantine/core/styles/Slider.layer.css';
import '@mantine/core/styles/SegmentedControl.layer.css';
import '@mantine/core/styles/NumberInput.layer.css';
import '@mantine/core/styles/Pill.layer.css';
import '@mantine/core/styles/PillsInput.layer.css';
import '@mantine/core/styles/Tooltip.layer.css';
import '@mantine/core/styles/Notification.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';
import { strings } from '../strings/index.ts';

// Mantine requires ten shades of the primary colour; the variables below set the real colours of each scheme.
const act = Array.from({ length: 10 }, () => '#efe9da') as unknown as MantineColorsTuple;
// Some Mantine components use these shades directly: dark runs from text to background, light the other way.
const dark: MantineColorsTuple = [
  '#dfe7ec',
  '#a6b4be',
  '#8c9ca7',
  '#6b7c88',
  '#3b4b57',
  '#1f2a32',
  '#172028',
  '#10171c',
  '#0b1014',
  '#070b0e',
];
const gray: MantineColorsTuple = [
  '#f3f0e8',
  '#eeebe1',
  '#e0dccf',
  '#cfcabb',
  '#a8a292',
  '#8a8576',
  '#5c666c',
  '#485158',
  '#2c3439',
  '#1a2024',
];

/** Three button variants: filled for the next step, default for a choice, subtle (underlined) for minor actions. */
const variantColorResolver: VariantColorsResolver = ({ variant }) => {
  const quiet = {
    background: 'transparent',
    hover: 'var(--hover)',
    color: 'var(--text-soft)',
    border: '1px solid transparent',
  };
  if (variant === 'filled') {
    const line = '1px solid transparent';
    return {
      background: 'var(--act)',
      hover: 'var(--act-hover)',
      color: 'var(--act-ink)',
      border: line,
    };
  }
  if (variant === 'default' || variant === 'outline') {
    return {
      background: 'var(--raised)',
      hover: 'var(--hover)',
      color: 'var(--text)',
      border: '1px solid var(--line-strong)',
    };
  }
  return quiet;
};

// Controls are 28 px high with body text, compact ones 24 px.
const buttonSize = (_theme: unknown, { size, variant }: { size?: unknown; variant?: unknown }) => ({
  root: {
    '--button-fz': 'var(--size-body)',
    '--button-height': String(size).startsWith('compact') ? '24px' : '28px',
    '--button-padding-x': variant === 'subtle' ? '4px' : String(size).startsWith('compact') ? '8px' : '12px',
  },
});
/** Hints and errors align with the label, not with the checkbox. */
const beneathLabel = {
  description: { paddingInlineStart: 'var(--space-2)' },
  error: { paddingInlineStart: 'var(--space-2)' },
};
const inputSize = () => ({ wrapper: { '--input-fz': 'var(--size-body)', '--input-height': '28px' } });

/** As high as a one-line field, until the pills need more lines. */
const pills = {
  input: { minHeight: 'var(--pills-height, 28px)', paddingBlock: '2px' },
  pill: { height: '20px', lineHeight: '20px' },
  inputField: { height: '20px' },
};

export const theme = createTheme({
  colors: { act, dark, gray },
  primaryColor: 'act',
  primaryShade: 5,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '16px', xl: '24px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  fontWeights: { regular: '400', medium: '600', bold: '600' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '3px', md: '3px', lg: '4px', xl: '6px' },
  defaultRadius: 'sm',
  shadows: {
    xs: 'none',
    sm: 'none',
    md: 'var(--shadow)',
    lg: 'var(--shadow)',
    xl: 'var(--shadow)',
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Button: {
      defaultProps: { size: 'xs', variant: 'default' },
      vars: buttonSize,
    },
    Input: { vars: inputSize },
    // Hints are below the field, so that neighbouring fields align.
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    TextInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    // Arrow keys change the number; arrows to click would be too small.
    NumberInput: { defaultProps: { size: 'xs', hideControls: true } },
    // Without this, Mantine forgets after a timer which option an arrow key selected.
    // Enter takes the first option that a search finds.
    Select: {
      defaultProps: { size: 'xs', selectFirstOptionOnDropdownOpen: true, selectFirstOptionOnChange: true },
    },
    MultiSelect: { defaultProps: { size: 'xs', selectFirstOptionOnChange: true }, styles: pills },
    TagsInput: { defaultProps: { size: 'xs' }, styles: pills },
    Autocomplete: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'sm', iconColor: 'var(--act-ink)' }, styles: beneathLabel },
    Switch: { defaultProps: { size: 'sm' }, styles: beneathLabel },
    // As high as a field.
    SegmentedControl: {
      defaultProps: { size: 'sm', withItemsBorders: false },
      vars: () => ({ root: { '--sc-padding': '1px 8px' } }),
      styles: { root: { padding: '2px' } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': strings.ui.close } } },
    Tooltip: {
      defaultProps: {
        openDelay: 300,
        transitionProps: { duration: 0 },
        events: { hover: true, focus: true, touch: false },
      },
    },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 0 },
        overlayProps: { backgroundOpacity: 0.32, blur: 0 },
        closeButtonProps: { 'aria-label': strings.ui.close },
        // A dialog's header is not a page banner for screen readers.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
  },
});

const variables = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-soft)',
  '--mantine-color-placeholder': 'var(--text-label)',
  '--mantine-color-anchor': 'var(--act-text)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-disabled': 'var(--surface)',
  '--mantine-color-disabled-color': 'var(--text-label)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-color-error': 'var(--text)',
  '--mantine-primary-color-filled': 'var(--act)',
  '--mantine-primary-color-filled-hover': 'var(--act-hover)',
  '--mantine-primary-color-light': 'var(--act-soft)',
  '--mantine-primary-color-light-hover': 'var(--selected)',
  '--mantine-primary-color-light-color': 'var(--act-text)',
  '--mantine-primary-color-contrast': 'var(--act-ink)',
  '--mantine-color-act-filled': 'var(--act)',
  '--mantine-color-act-filled-hover': 'var(--act-hover)',
  '--mantine-color-act-light': 'var(--act-soft)',
  '--mantine-color-act-text': 'var(--act-text)',
  '--mantine-color-act-outline': 'var(--act)',
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: variables,
  dark: variables,
});
