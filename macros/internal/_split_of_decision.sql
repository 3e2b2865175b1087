{% macro _split_of_decision() -%}
    {#- The split of a decision by the declared method. Reads `drawn` (a decision with its window, draw and declared
        shares) and `declared_splits`. -#}
    case
        when not drawn.is_known then 'live'
        when drawn.split_method = 'random' and drawn.draw < drawn.test_rate then 'test'
        when
            drawn.split_method = 'random'
            and drawn.draw < drawn.test_rate + drawn.valid_rate
            then 'valid'
        when drawn.split_method = 'random' then 'train'
        when
            drawn.split_method = 'column'
            and declared_splits.declared_split in ('train', 'valid', 'test')
            then declared_splits.declared_split
        when drawn.split_method = 'column' then 'embargo'
        when drawn.decided_at >= drawn.test_from then 'test'
        when
            drawn.decided_at >= drawn.valid_from
            and drawn.label_known_at <= drawn.test_from
            and {{ dbt.dateadd('day', 'drawn.embargo_days', 'drawn.decided_at') }}
            <= drawn.test_from
            then 'valid'
        when
            drawn.decided_at < drawn.valid_from
            and drawn.label_known_at <= drawn.valid_from
            and {{ dbt.dateadd('day', 'drawn.embargo_days', 'drawn.decided_at') }}
            <= drawn.valid_from
            then 'train'
        else 'embargo'
    end
{%- endmacro %}
