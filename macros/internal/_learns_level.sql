{% macro _learns_level() -%}
    {#- Whether the codes of a fold are learnt from a group of `encoded_levels`: from every row for fold 0, else from
        rows of other folds, in the order of time from those that its model learns from. -#}
    (
        folds.fold = 0
        or (encoded_levels.is_ordered and encoded_levels.fold <= folds.fold)
        or (not encoded_levels.is_ordered and encoded_levels.fold <> folds.fold)
    )
{%- endmacro %}
