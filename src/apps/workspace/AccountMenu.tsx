import { CircleUser, LogOut } from 'lucide-react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { nameOf, staffLanguages } from '../../shared/messages.ts'
import { call } from '../../ui/api.ts'
import { Button } from '../../ui/Button.tsx'
import { Link } from '../../ui/Link.tsx'
import { useT } from '../../ui/language.tsx'
import { RadioGroup } from '../../ui/RadioGroup.tsx'
import type { Me } from '../../ui/session.tsx'
import { signOut } from './leave.ts'
import { setLanguage, setTheme, type Theme, useLanguage, useTheme } from './preferences.ts'

const themes: readonly Theme[] = ['system', 'light', 'dark']

/** Who I am, how it speaks and looks, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const t = useT()
  const lang = useLanguage()
  const theme = useTheme()
  return (
    <DialogTrigger>
      <Button kind="quiet" icon={CircleUser} aria-label={t('workspace.account', { name: me.account.name })}>
        <span className="topline-word">{me.account.name}</span>
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog
          className="popover-inside account"
          aria-label={t('workspace.account', { name: me.account.name })}
        >
          <p>
            <strong>{me.account.name}</strong>
            <br />
            <span className="muted">
              {t(`workspace.role.${me.role}`)} · {me.organization.name}
            </span>
          </p>
          <RadioGroup
            label={t('workspace.language')}
            value={lang}
            onChange={(chosen) => {
              setLanguage(chosen)
              // For letters and for the next device; this one already speaks it.
              void call('PUT', '/api/me', { body: { language: chosen } }).catch(() => undefined)
            }}
            // A language is named in itself: nothing to translate.
            choices={staffLanguages.map((value) => ({ value, label: nameOf(value) }))}
            inline
          />
          <RadioGroup
            label={t('workspace.theme')}
            value={theme}
            onChange={setTheme}
            choices={themes.map((value) => ({ value, label: t(`workspace.theme.${value}`) }))}
            inline
          />
          <Link href="/me">{t('workspace.me')}</Link>
          <Button icon={LogOut} onPress={() => void signOut()}>
            {t('workspace.signOut')}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
