{% macro _select_no_decisions() %}
{#- The `decisions` waist of a project without any use case: no rows, the same columns. -#}
select
    {%- for column in ['use_case', 'entity_id', 'cluster_id', 'subject_id', 'label_class'] %}
    cast(null as string) as {{ column }},
    {%- endfor %}
    {%- for column in ['label', 'value_tp', 'value_fp', 'value_fn', 'value_tn', 'value_current', 'value_perfect'] %}
    cast(null as double) as {{ column }},
    {%- endfor %}
    {{ assay.map_from_pairs({}, 'string') }} as segments,
    {{ assay.map_from_pairs({}, 'string') }} as drivers,
    {{ assay.map_from_pairs({}, 'string') }} as groups,
    {{ assay.map_from_pairs({}, 'boolean') }} as policies,
    {{ assay.map_from_pairs({}, 'double') }} as policy_predictions,
    {{ assay.map_from_pairs({}, 'double') }} as metrics,
    {{ assay.map_from_pairs({}, 'double') }} as metric_amounts,
    {{ assay.map_from_pairs({}, 'double') }} as metric_ceilings,
    cast(null as timestamp) as decided_at,
    cast(null as timestamp) as label_known_at
where false
{% endmacro %}
