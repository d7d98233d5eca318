# SPDX-License-Identifier: MIT
# complete.zsh FOLDER LINE: what a zsh that completes by the functions in FOLDER offers at the end
# of LINE, a word a line.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1=; fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -D -u
bindkey '^I' complete-word
compadd() {
    if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then
        builtin compadd \"\$@\"
        return \$?
    fi
    typeset -a offered
    builtin compadd -A offered \"\$@\"
    for one in \$offered; do print -r -- \"offers \$one\"; done
    builtin compadd \"\$@\"
}
all-offered() { print that-is-all }
comppostfuncs=(all-offered)
print read''y"
zpty -r shell out '*ready*'
zpty -w -n shell "$2"$'\t'
zpty -r shell out '*that-is-all*'
print -r -- "$out" | tr -d '\r' | sed -n 's/^.*offers //p'
zpty -d shell
