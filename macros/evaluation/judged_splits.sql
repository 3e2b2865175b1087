{% macro judged_splits() -%}
    {#- The splits whose labels are known and on which a model is judged, as an SQL list. -#}
    ('train', 'valid', 'test', 'cv')
{%- endmacro %}
