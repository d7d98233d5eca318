# SPDX-License-Identifier: MIT
# bash completion of epimark
_epimark() {
    local commands options services='tvmaze tvdb tvdb2 trakt trakt1' command='' word i
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    commands='
    login
    logout
    status
    parse
    match
    why
    search
    history
    progress
    next
    report
    queue
    sync
    rate
    mark
    unmark
    undo
    fix
    order
    pending
    import
    reconcile
    forget
    backup
    restore
    export
    follow
    tag
    marked
    api
    doctor
    options
    version
    help
'
    options='
    watched_percent
    played_percent
    min_seconds
    films
    film_minutes
    rewatch_hours
    resume_days
    match
    tvdb_api
    trakt_api
    scrobble_on
    rate_on
    language
    order
    anime_list
    ignore
    only
    live
    keys
    osd
    osd_language
    http_timeout
    ca_file
    credential_store
    trakt_client_id
    mdblist_client_id
    tvmaze_url
    tvmaze_user_url
    tvdb_url
    tvdb2_url
    trakt_url
    trakt_auth_url
    trakt1_url
    mdblist_url
'
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ " ${commands//[[:space:]]/ } " == *" $word "* ]]; then
            command=$word
            break
        fi
    done
    COMPREPLY=()
    case $prev in
    --set)
        compopt -o nospace
        mapfile -t COMPREPLY < <(compgen -S = -W "$options" -- "$cur")
        return
        ;;
    --config | --file)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        return
        ;;
    --data)
        if [[ $command != api ]]; then
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -d -- "$cur")
            return
        fi
        ;;
    esac
    # The value of an option: one of those that the usage line names.
    if [[ -n $command && $prev == --* ]] &&
        epimark "$command" --help 2>/dev/null | grep -q "^  $prev [^ ]"; then
        mapfile -t COMPREPLY < <(compgen -W "$(epimark "$command" --help 2>/dev/null |
            sed -n "1,/^$/s/.*$prev \([a-z]*|[a-z|]*\).*/\1/p" | tr '|' ' ')" -- "$cur")
        return
    fi
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "--config --data --set --help $(
            [[ -z $command ]] ||
                epimark "$command" --help 2>/dev/null | sed -n 's/^  \(--[a-z-]*\).*/\1/p'
        )" -- "$cur")
        return
    fi
    case $command in
    '' | help) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur") ;;
    queue)
        ((COMP_CWORD > i + 1)) || mapfile -t COMPREPLY < <(compgen -W "retry drop" -- "$cur")
        ;;
    login | logout | status) mapfile -t COMPREPLY < <(compgen -W "$services" -- "$cur") ;;
    api)
        # After the command: the service, then its routes, as the tool lists them.
        if ((COMP_CWORD == i + 1)); then
            mapfile -t COMPREPLY < <(compgen -W "$(epimark api 2>/dev/null |
                sed -n 's/^\([a-z0-9-]*\) .* routes$/\1/p')" -- "$cur")
        elif ((COMP_CWORD == i + 2)); then
            mapfile -t COMPREPLY < <(compgen -W "$(epimark api "$prev" 2>/dev/null |
                sed -n 's/^\([a-z][a-z0-9-]*\) .*/\1/p')" -- "$cur")
        fi
        ;;
    rate)
        if ((COMP_CWORD == i + 1)); then
            mapfile -t COMPREPLY < <(compgen -W "1 2 3 4 5 6 7 8 9 10 0" -- "$cur")
            return
        fi
        ;;&
    parse | match | why | rate | mark | undo | fix | follow | tag | marked)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
        ;;
    esac
}
complete -F _epimark epimark
