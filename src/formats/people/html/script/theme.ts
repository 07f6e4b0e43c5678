/// <reference lib="dom" />

/**
 * Applies the theme that was chosen before, and returns its name. Runs before the page is shown, and must not refer to
 * anything outside itself.
 */
export function chosenTheme(): string {
  let theme: string | null = null
  try {
    theme = localStorage.getItem('posse-theme')
  } catch {
    // The browser allows this page no storage.
  }
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  return document.documentElement.dataset.theme ?? 'auto'
}
