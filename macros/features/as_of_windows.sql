{% macro as_of_windows(
    entities, events, windows, entity='entity_id', decided_at='decided_at', happened_at='happened_at', known_at=none
) %}
    {#- A query in brackets: one row per entity and decision time of `entities`, with a column per item of `windows`,
        computed from the entity's `events` that happened strictly before the decision and, where a column `known_at`
        is named, were known strictly before it.
        An item is {'name', 'aggregate', 'column', 'days'} or {'name', 'aggregate': 'lag', 'column', 'steps'}:
        count (of events, without column), sum, mean, min and max of a number over the last `days` days (without
        `days` over all time), or the value of the event that lies `steps` back, 1 being the last. NaN and infinities
        are missing. Without any event count is 0 and the others are NULL. -#}
    {%- set age = assay.seconds_between('events.' ~ happened_at, 'decisions.' ~ decided_at) -%}
    {%- set bounded = windows | map(attribute='days', default=none) | select | list -%}
    {%- set lagged = [] -%}
    {%- for window in windows if window.aggregate == 'lag' and window.column not in lagged -%}
        {%- do lagged.append(window.column) -%}
    {%- endfor -%}
    (
        select
            {{ entity }},
            {{ decided_at }}
            {%- for window in windows %},
            {{ assay._as_of_window(window) }} as {{ window.name }}
            {%- endfor %}
        from (
            select
                decisions.{{ entity }},
                decisions.{{ decided_at }},
                events.{{ happened_at }} as event_time,
                {{ age }} as event_age
                {%- for column in windows | map(attribute='column', default=none) | select | unique %},
                events.{{ column }} as event_{{ column }}
                {%- endfor %}
                {%- if lagged %},
                row_number() over (
                    partition by decisions.{{ entity }}, decisions.{{ decided_at }}
                    order by events.{{ happened_at }} desc, events.{{ lagged | join(' desc, events.') }} desc
                ) as events_back
                {%- endif %}
            from (select distinct {{ entity }}, {{ decided_at }} from {{ entities }} as entities) as decisions
            left join {{ events }} as events
                on
                    decisions.{{ entity }} = events.{{ entity }}
                    and events.{{ happened_at }} < decisions.{{ decided_at }}
                    {%- if bounded | length == windows | length %}
                    and {{ age }} <= {{ bounded | max }} * 86400
                    {%- endif %}
                    {%- if known_at %}
                    and events.{{ known_at }} < decisions.{{ decided_at }}
                    {%- endif %}
        ) as past_events
        group by {{ entity }}, {{ decided_at }}
    )
{%- endmacro %}
