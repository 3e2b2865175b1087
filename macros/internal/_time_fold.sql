{% macro _time_fold() -%}
    {#- The fold of a training row in the order of time: the last `fold_count` of fold_count + 1 blocks of equally many
        rows, NULL in the first. Reads `place_in_time` (rows of one instant share the first one's), `split_rows` and
        `fold_count`. -#}
    {%- set block = 'nullif(floor(split_rows / cast(fold_count + 1 as double)), 0)' -%}
    nullif(greatest(
        0, 1 + floor((place_in_time - 1 - split_rows + fold_count * {{ block }}) / {{ block }})
    ), 0)
{%- endmacro %}
