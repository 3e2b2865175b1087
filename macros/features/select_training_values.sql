{% macro select_training_values(kinds, is_sample=false, ordinals=none, label_kinds=none) %}
{#- The training rows of every use case, stacked to one row per entity and candidate column of the given kinds
    (assay.column_kind): use_case, fold, label, ordinal and value. Text keeps its levels; anything else becomes a
    double: booleans 0 or 1, timestamps the seconds by which they lie before the decision. Crossed columns are a text
    column of their own. It reads `splits`, the rows of assay_features__splits. `is_sample` keeps about
    assay_leak_sample_rows rows, drawn by hash; `ordinals` is {use case: columns} where not all are wanted,
    `label_kinds` a list where only labels of these kinds are (assay._label_kind). -#}
select
    cast(null as string) as use_case,
    cast(null as integer) as fold,
    cast(null as double) as label,
    cast(null as integer) as ordinal,
    cast(null as {{ 'string' if kinds == ['text'] else 'double' }}) as value
where false
{%- for use_case, declaration in assay.use_cases().items()
    if label_kinds is none or assay._label_kind(declaration) in label_kinds %}
{{- assay._select_use_case_values(
    use_case, declaration, kinds, is_sample, none if ordinals is none else ordinals.get(use_case, [])
) }}
{%- endfor -%}
{% endmacro %}
