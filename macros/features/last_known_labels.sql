{% macro last_known_labels(asked, decisions) -%}
    {#- A query in brackets: one row per row of `asked` (entity_id, decided_at, unique together) at whose time a label
        of an earlier decision of the entity was known: last_label is that of the latest such decision. A label that
        becomes known at that very time counts, the row's own never does. `decisions` has entity_id, label, decided_at
        and label_known_at; both are relations or queries in brackets. One pass over each entity's events in order. -#}
    (
        with

        assay_events as (
            select
                entity_id,
                decided_at as happened_at,
                2 as turn,
                cast(null as timestamp) as labelled_at
            from {{ asked }} as asked
            union all
            select
                entity_id,
                greatest(decided_at, label_known_at) as happened_at,
                case when label_known_at > decided_at then 1 else 3 end as turn,
                decided_at as labelled_at
            from {{ decisions }} as decisions
            where label is not null and label_known_at is not null
        ),

        assay_seen as (
            select
                entity_id,
                happened_at as decided_at,
                turn,
                max(labelled_at) over (
                    partition by entity_id order by happened_at, turn
                    rows between unbounded preceding and current row
                ) as labelled_at
            from assay_events
        )

        select
            seen.entity_id,
            seen.decided_at,
            labelled.label as last_label
        from assay_seen as seen
        inner join {{ decisions }} as labelled
            on seen.entity_id = labelled.entity_id and seen.labelled_at = labelled.decided_at
        where seen.turn = 2
    )
{%- endmacro %}
