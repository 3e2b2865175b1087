{% macro _ml_classes(sql, columns, options) %}
    {#- The two values of an ml_model's label as texts, in order: the second one is what is predicted. -#}
    {%- if options.label | lower not in columns | map(attribute='name') | map('lower') -%}
        {{ assay._refuse_ml(
            "has the label '" ~ options.label ~ "', which its query does not return"
            ~ assay._did_you_mean(options.label, columns | map(attribute='name') | list) ~ '.'
        ) }}
    {%- endif -%}
    {%- set label = adapter.quote(options.label) -%}
    {%- set query -%}
        select distinct cast({{ label }} as string) as class
        from ({{ sql }}) as labelled
        where {{ label }} is not null
        order by class
        limit 3
    {%- endset -%}
    {%- set classes = run_query(query).rows | map('first') | list -%}
    {%- if classes | length != 2 -%}
        {{ assay._refuse_ml(
            "has the label '" ~ options.label ~ "' with " ~ ('more than two values' if classes | length > 2
            else "one value or none") ~ ": a binary model needs two."
        ) }}
    {%- endif -%}
    {{ return(classes) }}
{% endmacro %}
