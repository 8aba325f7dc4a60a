DELETE FROM site WHERE key >= 'store.copy.' AND key < 'store.copy/'
