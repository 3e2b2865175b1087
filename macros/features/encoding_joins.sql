{% macro encoding_joins(features, alias, level_codes, scope) %}
    {#- The joins that give assay.encoded_array the codes of levels, none where no feature looks one up.
        `level_codes` is a relation with the columns of assay_features__target_encodings, `scope` {column of it:
        SQL expression} names the codes that count: {'fold': '0'} are those fitted on all training rows. A level
        without a code gets the `prior` of its column. -#}
    {%- for feature in features if feature.encoding in assay._looked_up_encodings() -%}
        {%- for side in ['encoding', 'prior'] -%}
            {%- set joined = side ~ '_' ~ feature.position %}
    left join {% if side == 'encoding' %}{{ level_codes }}{% else %}(
        select distinct {{ scope.keys() | join(', ') }}, source_column, method, prior
        from {{ level_codes }}
    ){% endif %} as {{ joined }}
        on
            {{ joined }}.source_column = {{ assay.text_literal(feature.source_column) }}
            and {{ joined }}.method = '{{ feature.encoding }}'
            {%- for column, expression in scope.items() %}
            and {{ joined }}.{{ column }} = {{ expression }}
            {%- endfor %}
            {%- if side == 'encoding' %}
            and {{ joined }}.level = {{ assay.level_value(alias ~ '.' ~ adapter.quote(feature.source_column)) }}
            {%- endif %}
        {%- endfor -%}
    {%- endfor -%}
{% endmacro %}
