{% macro _select_ml_examples(part) %}
{#- The training rows of an ml_model as arrays, in the columns of assay_features__examples. Each row is encoded with
    the values learnt outside its own fold; without a label there are no folds. -#}
{%- set features = assay.feature_rows('(select * from ' ~ part ~ 'space)', 'fold = 0') -%}
select
    'ml_model' as use_case,
    entities.assay_split as split,
    entities.assay_number as example_number,
    cast(nullif(entities.assay_fold, 0) as integer) as fold,
    cast(null as integer) as learned_from_fold,
    entities.assay_label as label,
    entities.assay_label_class as label_class,
    cast(1 as double) as weight,
    {{ assay.encoded_array(features, 'entities', none, 'space') }} as features
from {{ part }}rows as entities
left join {{ part }}arrays as space on entities.assay_fold = space.fold
where entities.assay_split = 'train'
order by entities.assay_number
{% endmacro %}
