{% macro _model_features(model) %}
    {#- The feature space of a model's present version as a query in brackets, a row per feature in the columns of
        assay_features__feature_space; arguments as for assay._current_model. A use case's can be read once it is
        built. -#}
    {%- if model.use_case is defined -%}
        {%- set spaces = assay._relation_of('assay_features__feature_space') if execute else model.built -%}
        {{ return('(select * from ' ~ spaces ~ ' where use_case = ' ~ dbt.string_literal(model.use_case) ~ ')') }}
    {%- endif -%}
    {{ return(
        '(select ' ~ assay.exploded_arrays({
            'feature_name': 'feature_names', 'source_columns': 'feature_sources', 'encoding': 'feature_encodings',
            'level': 'feature_levels', 'centre': 'feature_centres', 'scale': 'feature_spreads',
            'parameters': 'feature_parameters',
        }, 'position') ~ ' from (select * from ' ~ assay._current_model(model) ~ ' as outputs limit 1) as stored)'
    ) }}
{% endmacro %}
