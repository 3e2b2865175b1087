{% macro _unchangeable_reason() -%}
    {#- Why no change of a column is sought, in words, from its evidence_status in
        assay_evaluation__changeable_columns. -#}
    case evidence_status
            when 'no_feature' then 'the model has no feature of it'
            when 'several_features' then 'no single feature tells its value, as of a text'
            when 'form' then 'a constant has neither borders nor slopes'
            when 'not_read' then 'the model does not read it'
        end
{%- endmacro %}
