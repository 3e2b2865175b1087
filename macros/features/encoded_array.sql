{% macro encoded_array(features, alias, decided_at, space=none) %}
    {#- A relation's row as the array that models read, by a fitted feature space and nothing else:
        `features` are assay.feature_rows(...), `alias` names the relation with the source columns in the query
        around, `decided_at` is the SQL of the decision time. Nothing is fitted here. Where a feature space holds
        looked-up encodings (label_encoder, target, weight_of_evidence), put assay.encoding_joins(...) behind the
        relation, or name as `space` a relation of one row that holds the codes as arrays by position
        (feature_level_names, feature_level_values, feature_priors), as an ml_model does. A query that scores any
        relation:

            select {{ assay.encoded_array(features, 'entities', 'entities.decided_at') }} as features
            from my_relation as entities
            {{ assay.encoding_joins(features, 'entities', ref('my_level_codes'), {'fold': '0'}) }} -#}
    {%- set expressions = [] -%}
    {%- for feature in features -%}
        {%- do expressions.append(assay.encoded_value(feature, alias, decided_at, space)) -%}
    {%- endfor -%}
    {{ return(assay.finite_array(expressions)) }}
{% endmacro %}
